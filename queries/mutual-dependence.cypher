// 哪些单位相互依赖？
MATCH (a:RoleBearer)-[:DEPENDS_ON]->(b:RoleBearer)
WHERE a.id < b.id
MATCH (b)-[:DEPENDS_ON]->(a)
RETURN DISTINCT a.id AS first, a.label AS first_name, b.id AS second, b.label AS second_name
