// 某领导小组组长是谁，办公室设在哪个单位？
MATCH (m:GroupMembership)-[:OF_GROUP]->(g:CoordinatingBody)
WHERE ($group IS NULL OR g.id = $group) AND ($role IS NULL OR m.seatRole = $role)
MATCH (m)-[:STATED_IN]->(d:OfficialDocument)
MATCH (m)-[:EVIDENCE]->(e:TextSpan)
OPTIONAL MATCH (m)-[:MEMBER_AGENCY]->(b:RoleBearer)
RETURN DISTINCT m.id AS membership, m.seatRole AS role, m.surfaceForm AS surface, m.post AS post,
  b.id AS member, b.label AS member_name, g.id AS `group`, g.label AS group_name,
  d.id AS document, d.documentNumber AS number, e.exact AS evidence
