// 机构改革后原单位的任务现在归谁？
MATCH (a:RoleBearer)-[:HAS_NAME]->(n:AgencyName {nameKind: 'former'})
WHERE $agency IS NULL OR a.id = $agency
RETURN DISTINCT n.id AS name, n.nameText AS former_name, n.nameBasis AS basis,
  a.id AS agency, a.label AS agency_name
