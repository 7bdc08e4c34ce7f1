
create index identity_of_account on identity (account_id);
create index code_of_account on one_time_code (account_id);
create index sign_in_of_account on sign_in (account_id);
create index attempt_by_time on attempt (made_at);
create index audit_by_time on audit (noted_at);
