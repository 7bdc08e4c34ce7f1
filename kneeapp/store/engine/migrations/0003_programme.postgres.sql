
create index training_of_person on training (person_id, trained_on);
create index exercise_of_person on exercise_done (person_id);
