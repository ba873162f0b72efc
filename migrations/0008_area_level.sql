-- Lists of one level, such as the districts with which the tree begins, must not read every building.

create index area_level on area (level, code);
