package topology

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type checkModel struct {
	Edges      []declaredModel   `tfsdk:"edges"`
	Assertions []assertionModel  `tfsdk:"assertions"`
	After      []string          `tfsdk:"after"`
	OK         types.Bool        `tfsdk:"ok"`
	Findings   []findingModel    `tfsdk:"findings"`
	Unchecked  []uncheckedModel  `tfsdk:"unchecked"`
	Undeclared []undeclaredModel `tfsdk:"undeclared"`
	Diagram    types.String      `tfsdk:"diagram"`
}

type declaredModel struct {
	Source       string   `tfsdk:"source"`
	Target       string   `tfsdk:"target"`
	Capabilities []string `tfsdk:"capabilities"`
}

type findingModel struct {
	Code     string       `tfsdk:"code"`
	Edge     string       `tfsdk:"edge"`
	Side     string       `tfsdk:"side"`
	Tenant   string       `tfsdk:"tenant"`
	Severity string       `tfsdk:"severity"`
	Summary  string       `tfsdk:"summary"`
	Remedy   string       `tfsdk:"remedy"`
	Settings []string     `tfsdk:"settings"`
	Policy   types.String `tfsdk:"policy"`
}

type uncheckedModel struct {
	Edge   types.String `tfsdk:"edge"`
	Side   types.String `tfsdk:"side"`
	Tenant string       `tfsdk:"tenant"`
	What   string       `tfsdk:"what"`
	Why    string       `tfsdk:"why"`
}

type undeclaredModel struct {
	Tenant  string       `tfsdk:"tenant"`
	Partner string       `tfsdk:"partner"`
	Edge    types.String `tfsdk:"edge"`
	Setting types.String `tfsdk:"setting"`
	Summary string       `tfsdk:"summary"`
}

// ordered returns the capabilities of a set in the order of the documentation, so
// that the diagram does not depend on the order in the configuration.
func (m declaredModel) ordered() []rules.Capability {
	var capabilities []rules.Capability
	for _, c := range rules.Capabilities() {
		for _, name := range m.Capabilities {
			if name == string(c) {
				capabilities = append(capabilities, c)
			}
		}
	}
	return capabilities
}

func findingModels(found []rules.EdgeFinding) []findingModel {
	models := make([]findingModel, 0, len(found))
	for _, f := range found {
		models = append(models, findingModel{
			Code: string(f.Code), Edge: f.Edge, Side: string(f.Side), Tenant: f.Tenant, Severity: string(f.Severity),
			Summary: f.Summary, Remedy: f.Remedy, Settings: append([]string{}, f.Settings...), Policy: tfkit.StringOrNull(f.Policy),
		})
	}
	return models
}

func uncheckedModels(unchecked []inspect.Unchecked) []uncheckedModel {
	models := make([]uncheckedModel, 0, len(unchecked))
	for _, u := range unchecked {
		models = append(models, uncheckedModel{tfkit.StringOrNull(u.Edge), tfkit.StringOrNull(string(u.Side)), u.Tenant.Key, u.What, tfkit.WhyUnread(u.Tenant, u.Why)})
	}
	return models
}

func undeclaredModels(found []rules.Undeclared) []undeclaredModel {
	models := make([]undeclaredModel, 0, len(found))
	for _, u := range found {
		models = append(models, undeclaredModel{u.Tenant, u.Partner, tfkit.StringOrNull(u.Edge), tfkit.StringOrNull(u.Setting), u.Summary})
	}
	return models
}
