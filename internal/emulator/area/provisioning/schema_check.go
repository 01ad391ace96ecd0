package provisioning

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/expression"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// codeSchemaInvalid is the code for a schema that a job cannot use; status and
// texts are assumed (graph-cross-tenant §4.5).
const codeSchemaInvalid = "schemaInvalid"

func errSchema(format string, args ...any) *refusal.Error {
	return refusal.New(400, codeSchemaInvalid, format, args...)
}

// The values of the enumerations of a schema.
var (
	flowTypes     = schema.EnumOf("attributeFlowType")
	flowBehaviors = schema.EnumOf("attributeFlowBehavior")
	sourceTypes   = schema.EnumOf("attributeMappingSourceType")
	objectFlows   = schema.EnumOf("objectFlowTypes")
)

// checkSchema refuses a schema that cannot be read or used.
func checkSchema(text string) error {
	s, err := parseSchema(text)
	switch {
	case err != nil:
		return refusal.BadRequest("Invalid value specified for the synchronization schema: %v.", err)
	case len(s.Rules) == 0:
		return errSchema("The schema has no synchronization rules.")
	}
	for _, r := range s.Rules {
		for i := range r.Mappings {
			if err := r.Mappings[i].check(); err != nil {
				return err
			}
		}
	}
	_, users := s.mapping(objectUser)
	if users == nil {
		return errSchema("The schema has no mapping of users.")
	}
	return users.checkMatching()
}

func (m *ObjectMapping) check() error {
	for _, flow := range m.flows() {
		if !slices.Contains(objectFlows, flow) {
			return unknownValue(flow)
		}
	}
	targets := map[string]bool{}
	for i := range m.Attributes {
		a := &m.Attributes[i]
		if targets[a.Target] {
			return errSchema("The attribute '%s' is mapped twice.", a.Target)
		}
		targets[a.Target] = true
		if err := a.check(); err != nil {
			return err
		}
	}
	if m.Scope == nil {
		return nil
	}
	for _, g := range m.Scope.Groups {
		for _, c := range g.Clauses {
			if operatorOf(c.Operator) == nil {
				return errSchema("The filter '%s' has the unknown operator '%s'.", g.Name, c.Operator)
			}
		}
	}
	return nil
}

func (a *AttributeMapping) check() error {
	switch {
	case a.Target == "":
		return errSchema("A mapping has no target attribute.")
	case !slices.Contains(flowTypes, a.FlowType):
		return unknownValue(a.FlowType)
	case !slices.Contains(flowBehaviors, a.FlowBehavior):
		return unknownValue(a.FlowBehavior)
	case a.Source == nil:
		return errSchema("The mapping of '%s' has no source.", a.Target)
	case !slices.Contains(sourceTypes, a.Source.Type):
		return unknownValue(a.Source.Type)
	}
	if _, err := expression.Parse(a.Source.Expression); err != nil {
		return errSchema("The expression of '%s' is not valid: %v.", a.Target, err)
	}
	return nil
}

func unknownValue(value string) error {
	return refusal.BadRequest("Requested value '%s' was not found.", value)
}

// checkMatching refuses another matching attribute than that of the default schema.
func (m *ObjectMapping) checkMatching() error {
	matching := 0
	for _, a := range m.Attributes {
		if a.MatchingPriority <= 0 {
			continue
		}
		if a.Target != matchedBy || !sameExpression(a.Source.Expression, matchExpression) {
			return errSchema("The matching attribute '%s' cannot be changed, and no other one can be added.", matchedBy)
		}
		matching++
	}
	if matching != 1 {
		return errSchema("The matching attribute '%s' cannot be removed.", matchedBy)
	}
	return nil
}

// sameExpression compares two expressions without regard to case and spaces, which
// the portal writes differently.
func sameExpression(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", ""))
}

// flows are the kinds of changes that a mapping makes.
func (m *ObjectMapping) flows() []string {
	var all []string
	for flow := range strings.SplitSeq(m.FlowTypes, ",") {
		if flow = strings.TrimSpace(flow); flow != "" {
			all = append(all, flow)
		}
	}
	return all
}
