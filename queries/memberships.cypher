// 某单位参加了哪些领导小组，在哪些里是办公室单位？
MATCH (m:GroupMembership)-[:MEMBER_AGENCY]->(:RoleBearer {id: $agency})
MATCH (m)-[:OF_GROUP]->(g:CoordinatingBody)
MATCH (m)-[:STATED_IN]->(d:OfficialDocument)
MATCH (m)-[:EVIDENCE]->(e:TextSpan)
RETURN DISTINCT m.id AS membership, m.seatRole AS role, m.surfaceForm AS surface, m.post AS post,
  g.id AS `group`, g.label AS group_name, d.id AS document, d.documentNumber AS number, e.exact AS evidence
