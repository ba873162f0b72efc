-- Photos and documents of a comment.

alter table attachment add column comment_id bigint constraint attachment_comment_id_fkey references comment (id);

alter table attachment drop constraint attachment_one_item;
alter table attachment add constraint attachment_one_item
    check (num_nonnulls(resource_id, demand_id, project_id, note_id, delivery_id, comment_id) = 1);

create index attachment_comment on attachment (comment_id, id) where comment_id is not null;

grant select (comment_id) on attachment to gongzhi_public;
