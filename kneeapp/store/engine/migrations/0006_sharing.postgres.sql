create index share_of_person on share (person_id);
create index opening_of_share on share_opening (person_id, mark);
