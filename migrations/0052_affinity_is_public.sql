-- Which classes of offers serve which classes of demands is part of the classes, which everybody reads: lists are filtered by it.

grant select on category_affinity to gongzhi_public;
