"""What a person may do now: all findings of a record folded, and the questions that are due."""
