// 某个名称指的是哪个单位？
MATCH (a:RoleBearer)-[:HAS_NAME]->(n:AgencyName)
WHERE $text IS NULL OR n.nameText = $text
RETURN DISTINCT n.id AS name, n.nameText AS name_text, n.nameKind AS kind, n.nameBasis AS basis,
  a.id AS agency, a.label AS agency_name
