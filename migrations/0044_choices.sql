-- What committees chose of what was suggested: at each proposal the place of the offer among the candidates, kept as it was that day.

create table match_choice (
    match_id bigint primary key references match on delete cascade,
    area_path text collate "C" not null,
    category_id bigint not null references category,
    chosen_at timestamptz not null default now(),
    weights integer not null references match_weights,
    place smallint constraint match_choice_place_range check (place between 1 and 20),
    among smallint not null constraint match_choice_among_range check (among between 0 and 20),
    parts smallint[] not null constraint match_choice_parts check (cardinality(parts) = 7),
    first_parts smallint[] constraint match_choice_first_parts check (cardinality(first_parts) = 7),
    constraint match_choice_place_among check (coalesce(place, 0) <= among),
    constraint match_choice_first_known check ((first_parts is null) = (among = 0))
);
comment on table match_choice is 'For which demands which candidate was proposed; about offers, areas and classes, never about who proposed';
comment on column match_choice.area_path is 'The demand''s area on the day';
comment on column match_choice.place is 'Null: the offer was not among the first twenty';
comment on column match_choice.parts is 'The percentages of the parts, in the order in which weights stand in a list; of the one that was chosen';
comment on column match_choice.first_parts is 'Likewise of the candidate that stood first';
create index match_choice_area on match_choice (area_path, chosen_at);
create index match_choice_category on match_choice (category_id);
create index match_choice_weights on match_choice (weights);
