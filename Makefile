# One word for each thing that is done often. On a machine without make, type what stands below the word.
.PHONY: run demo test check bench screens docs

run: # your own record
	kneeapp

demo: # a made-up person's twelve weeks
	kneeapp demo

test: # all tests; a few files: make test files="tests/domain tests/test_content.py"
	pytest -n auto --dist worksteal $(files)

check: # types, style, imports, and the code of the browser
	pre-commit run --all-files

name = pages
bench: # another measurement: make bench name=player
	python -m benchmarks.$(name)

screens: # pictures of all pages
	python -m tools.screens

docs: # write anew what is made from the code, then read links and commands
	python -c "from kneeapp.reports.record_file.format import schema; print(schema(), end='')" > docs/record.schema.json
	python -c "from kneeapp.reports.tables.dictionary import dictionary; print(dictionary(), end='')" > docs/data-dictionary.md
	python -m tests.test_safety_case
	KNEEAPP_WORDS=write pytest tests/domain/test_evidence_words.py
	pytest tests/docs
