package area_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// What decides about the mapping of one user (graph-cross-tenant §4.5).
func TestSyncMapping(t *testing.T) {
	t.Parallel()
	source := func(x *provisioning.Schema, target string) *provisioning.AttributeMapping {
		all := x.Rules[0].Mappings[0].Attributes
		for i := range all {
			if all[i].Target == target {
				return &all[i]
			}
		}
		return nil
	}
	s := syncEdge{users: person("ana", `,"givenName":"Zoë","surname":"Ruiz","department":"Sales","city":"Porto"`), scope: `"ana@contoso.example"`}.open(t)
	s.mapping(func(x *provisioning.Schema) {
		*source(x, "displayName").Source = provisioning.MappingSource{Type: "Function", Expression: `Append(Join(", ", [surname], NormalizeDiacritics([givenName])), " (Contoso)")`}
		*source(x, "userType").Source = provisioning.MappingSource{Type: "Constant", Expression: `"Guest"`}
		source(x, "city").FlowType = "ObjectAddOnly"
		source(x, "state").FlowType = "AttributeAddOnly"
		*source(x, "state").Source = provisioning.MappingSource{Type: "Attribute", Expression: "[department]"}
		fallback := "unknown"
		source(x, "jobTitle").Default = &fallback
		all := &x.Rules[0].Mappings[0].Attributes
		*all = append(*all, provisioning.AttributeMapping{
			Target: "extensionAttribute3", FlowType: "Always", FlowBehavior: "FlowWhenChanged",
			Source: &provisioning.MappingSource{Type: "Function", Expression: `Switch([department], "other", "Sales", "front office")`},
		})
	})
	s.wants("first", s.run(), 1, 0, 0, 0, 0)
	u := s.arrived("ana")
	if u.DisplayName != "Ruiz, Zoe (Contoso)" || u.UserType != directory.TypeGuest || u.City != "Porto" || u.State != "Sales" || u.JobTitle != "unknown" || u.Extensions["extensionAttribute3"] != "front office" {
		t.Fatalf("arrived %+v", u)
	}
	if len(u.ProxyAddresses) != 1 || u.ProxyAddresses[0] != "SMTP:ana@contoso.example" {
		t.Errorf("a guest without an address: %v", u.ProxyAddresses)
	}
	s.patch(contosoID, "ana@contoso.example", map[string]any{"city": "Lyon", "department": "IT"})
	s.wants("changed", s.run(), 0, 1, 0, 0, 0)
	if u := s.arrived("ana"); u.City != "Porto" || u.State != "Sales" || u.Department != "IT" || u.Extensions["extensionAttribute3"] != "other" {
		t.Errorf("after a change %+v", u)
	}
	s.mapping(func(x *provisioning.Schema) {
		*source(x, "userType").Source = provisioning.MappingSource{Type: "Constant", Expression: `"Member"`}
	})
	s.wants("type at creation only", s.run(), 0, 0, 0, 0, 0)
	s.mapping(func(x *provisioning.Schema) { source(x, "userType").FlowType = "Always" })
	s.wants("type always", s.run(), 0, 1, 0, 0, 0)
	if u := s.arrived("ana"); u.UserType != directory.TypeMember || len(u.ProxyAddresses) != 1 {
		t.Errorf("converted %+v", u)
	}
	s.mapping(func(x *provisioning.Schema) { x.Rules[0].Mappings[0].FlowTypes = "Add, Update" })
	s.setScope()
	s.wants("no deletion", s.run(), 0, 0, 0, 0, 0)
	s.mapping(func(x *provisioning.Schema) {
		all := &x.Rules[0].Mappings[0].Attributes
		*all = append(*all, provisioning.AttributeMapping{
			Target: "extension_0a_shoeSize", FlowType: "Always", FlowBehavior: "FlowWhenChanged", Source: &provisioning.MappingSource{Type: "Attribute", Expression: "[mail]"},
		})
	})
	s.setScope("ana")
	_, err := provisioning.Run(s.w, contosoID)
	wantFault(t, err, 501, refusal.CodeNotImplemented, "extension_0a_shoeSize")
}

// A failure of one expression fails one user.
func TestSyncExpressionFails(t *testing.T) {
	t.Parallel()
	s := syncEdge{users: person("ana", `,"employeeId":"many"`) + "," + person("ben", `,"employeeId":"2"`)}.open(t)
	s.mapping(func(x *provisioning.Schema) {
		for i, a := range x.Rules[0].Mappings[0].Attributes {
			if a.Target == "displayName" {
				x.Rules[0].Mappings[0].Attributes[i].Source.Expression = `Left([mail], [employeeId])`
			}
		}
	})
	r := s.run()
	s.wants("first", r, 1, 0, 0, 0, 0)
	if len(r.Errors) != 1 || r.Errors[0].Object != "ana@contoso.example" || r.Errors[0].Code != "ExpressionEvaluationFailure" {
		t.Errorf("errors %v", r.Errors)
	}
	s.patch(contosoID, "ana@contoso.example", map[string]any{"employeeId": "3"})
	s.wants("retried", s.run(), 1, 0, 0, 0, 0)
	if u := s.arrived("ana"); u.DisplayName != "ana" {
		t.Errorf("arrived %+v", u)
	}
}
