-- The spots of a step that was led by their ease: JSON text, a list of {"start_s", "worked_s",
-- "eased", "first", "highest"}; null where the clock alone led.

alter table step add column spots text;
