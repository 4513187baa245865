// 最多单位依赖的是谁？
MATCH (d:RoleBearer)-[:DEPENDS_ON]->(a:RoleBearer)
RETURN DISTINCT a.id AS agency, a.label AS agency_name, count(DISTINCT d.id) AS dependents
