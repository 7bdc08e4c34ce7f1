
create index care_of_person on care (person_id);
create index note_of_person on note (person_id);
create index treatment_of_person on treatment (person_id);
create index alert_of_person on alert (person_id);
