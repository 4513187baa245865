// 哪些单位共同牵头的任务最多？
MATCH (a:RoleBearer)-[:LEADS]->(t:Task)
MATCH (b:RoleBearer)-[:LEADS]->(t)
WHERE a.id < b.id
RETURN DISTINCT a.id AS first, a.label AS first_name, b.id AS second, b.label AS second_name,
  count(DISTINCT t.id) AS tasks
