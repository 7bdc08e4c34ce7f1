-- The import of a diary that an entry came with: JSON text of {"batch", "at", "file"}, null for
-- what the person entered here.

alter table rating add column origin text;
alter table life_event add column origin text;
