package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// SyncMapping reads what the schema of a job maps, once. Of a schema, which has
// hundreds of members, only the facts for checks are kept.
//
// GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema.
func (c *Client) SyncMapping(ctx context.Context, applicationID, jobID string) (rules.SyncMapping, error) {
	return remembered(ctx, c, &c.facts.syncMappings, mappingKey(applicationID, jobID), func(ctx context.Context) (rules.SyncMapping, error) {
		var s syncSchema
		err := c.read(ctx, call{op: opSyncSchema, path: jobPath(applicationID, jobID) + "/schema"}, &s)
		return s.facts(), err
	})
}

func mappingKey(applicationID, jobID string) string {
	return strings.ToLower(applicationID + "/" + jobID)
}

// syncSchema is a synchronizationSchema (graph-cross-tenant §4.5).
type syncSchema struct {
	SynchronizationRules []struct {
		ID             string
		ObjectMappings []syncObjectMapping
	}
}

type syncObjectMapping struct {
	Enabled                            bool
	FlowTypes                          string
	SourceObjectName, TargetObjectName string
	AttributeMappings                  []syncAttributeMapping
}

type syncAttributeMapping struct {
	TargetAttributeName, FlowType string
	Source                        *struct{ Type, Name, Expression string }
}

func (s syncSchema) facts() rules.SyncMapping {
	var m rules.SyncMapping
	if users := s.mapping("User"); users != nil {
		m.Users, m.UserType, m.Shown = users.facts(), users.value("userType"), users.value("showInAddressList")
	}
	if groups := s.mapping("Group"); groups != nil {
		m.Groups = groups.facts()
	}
	return m
}

// mapping returns the mapping of a type of objects, nil if there is none.
func (s syncSchema) mapping(object string) *syncObjectMapping {
	_, m := s.find(object)
	return m
}

// rule is the id of the rule that maps a type of objects, empty if there is none.
func (s syncSchema) rule(object string) string {
	id, _ := s.find(object)
	return id
}

func (s syncSchema) find(object string) (ruleID string, mapping *syncObjectMapping) {
	for _, rule := range s.SynchronizationRules {
		for i, m := range rule.ObjectMappings {
			if strings.EqualFold(m.SourceObjectName, object) && strings.EqualFold(m.TargetObjectName, object) {
				return rule.ID, &rule.ObjectMappings[i]
			}
		}
	}
	return "", nil
}

func (m *syncObjectMapping) facts() rules.ObjectMapping {
	has := func(flow string) bool {
		return slices.ContainsFunc(strings.Split(m.FlowTypes, ","), func(f string) bool { return strings.EqualFold(strings.TrimSpace(f), flow) })
	}
	return rules.ObjectMapping{Enabled: m.Enabled, Adds: has("Add"), Updates: has("Update"), Deletes: has("Delete")}
}

// value is the mapping of an attribute. An existing user has a value, so only the flow
// type Always changes it.
func (m *syncObjectMapping) value(attribute string) rules.ValueMapping {
	for _, a := range m.AttributeMappings {
		if strings.EqualFold(a.TargetAttributeName, attribute) && a.Source != nil {
			return rules.ValueMapping{Always: strings.EqualFold(a.FlowType, "Always"), Constant: a.constant()}
		}
	}
	return rules.ValueMapping{}
}

// constant is the value that every object gets: the expression of a constant is its
// value in quotes. It is empty for any other source.
func (a syncAttributeMapping) constant() string {
	if !strings.EqualFold(a.Source.Type, "Constant") {
		return ""
	}
	return strings.Trim(a.Source.Expression, `"`)
}
