package provisioning

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

func (r *Record) modifiedBody() []map[string]any {
	all := make([]map[string]any, 0, len(r.Modified))
	for _, m := range r.Modified {
		all = append(all, map[string]any{"displayName": m.Name, "oldValue": schema.TextOrNull(m.Old), "newValue": schema.TextOrNull(m.New)})
	}
	return all
}

func (r *Record) statusBody() map[string]any {
	body := map[string]any{"status": r.Status, "errorInformation": nil}
	if code := r.Code + r.Skip; code != "" {
		category := "nonServiceFailure"
		if r.Status == statusSkipped {
			category = "success"
		}
		body["errorInformation"] = map[string]any{
			"errorCode": code, "reason": schema.TextOrNull(r.Reason), "additionalDetails": nil, "errorCategory": category, "recommendedAction": nil,
		}
	}
	return body
}

func (r *Record) sourceBody() map[string]any {
	return map[string]any{
		"id": r.Source.ID, "displayName": r.Source.Display, "identityType": r.Kind, "details": map[string]any{
			"id": r.Source.ID, "odatatype": r.Kind, "DisplayName": r.Source.Display, "UserPrincipalName": r.Source.Name,
		},
	}
}

// steps are the steps of the log: import, scope, match, export. The type of a step
// has another name on demand.
func (r *Record) steps(typeName string) []map[string]any {
	step := func(name, kind, status, description string, details map[string]any) map[string]any {
		return map[string]any{"name": name, typeName: kind, "status": status, "description": description, "details": details}
	}
	object := r.Kind + " '" + r.Source.Name + "'"
	all := []map[string]any{step("EntryImport", "import", statusSuccess, "Retrieved "+object+" from "+sourceDirectory, map[string]any{
		"objectId": r.Source.ID, "displayName": r.Source.Display, "userPrincipalName": r.Source.Name,
	})}
	if r.Standing != nil {
		details := map[string]any{}
		for name, value := range maps.All(r.Standing) {
			details[name] = value
		}
		all = append(all, step("EntrySynchronizationScoping", "scoping", statusSuccess, "Determine if "+r.Kind+" in scope by evaluating against each scoping filter", details))
	}
	switch r.Status {
	case statusSkipped:
		all = append(all, step("EntrySynchronizationSkip", "export", statusSkipped, "The "+object+" will be skipped", map[string]any{"SkipReason": r.Skip}))
	case statusFailure:
		all = append(all, step("EntryExport"+exportNames[r.Action], "export", statusFailure, "Failed to "+r.Action+" "+object+" in "+targetDirectory, map[string]any{"ReportableIdentifier": r.Source.Name}))
	default:
		all = append(all, step("EntryExport"+exportNames[r.Action], "export", statusSuccess, object+" was "+pastTense[r.Action]+" in "+targetDirectory, map[string]any{"ReportableIdentifier": r.Source.Name}))
	}
	return all
}

var (
	exportNames = map[string]string{actionCreate: "Add", actionUpdate: "Update", actionDisable: "Update", actionDelete: "Delete", actionOther: "Update"}
	pastTense   = map[string]string{actionCreate: "created", actionUpdate: "updated", actionDisable: "disabled", actionDelete: "deleted", actionOther: "updated"}
)
