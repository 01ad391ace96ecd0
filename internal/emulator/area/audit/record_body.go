package audit

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"

func (r *Record) detailsBody() []map[string]any {
	all := make([]map[string]any, 0, len(r.Details))
	for _, x := range r.Details {
		all = append(all, map[string]any{"key": x.Key, "value": x.Value})
	}
	return all
}

func (r *Record) targetsBody() []map[string]any {
	all := make([]map[string]any, 0, len(r.Targets))
	for _, t := range r.Targets {
		changes := make([]map[string]any, 0, len(t.Modified))
		for _, m := range t.Modified {
			changes = append(changes, map[string]any{
				"displayName": m.Name, "oldValue": schema.TextOrNull(m.Old), "newValue": schema.TextOrNull(m.New),
			})
		}
		all = append(all, map[string]any{
			"id": schema.TextOrNull(t.ID), "displayName": schema.TextOrNull(t.Name), "type": t.Type,
			"userPrincipalName": schema.TextOrNull(t.UPN), "groupType": schema.TextOrNull(t.GroupType), "modifiedProperties": changes,
		})
	}
	return all
}
