package topology

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// assertionModel is one of assertions.
type assertionModel struct {
	Who     string            `tfsdk:"who"`
	Into    string            `tfsdk:"into"`
	Can     []rules.Aim       `tfsdk:"can"`
	Cannot  []rules.Aim       `tfsdk:"cannot"`
	Without []rules.Condition `tfsdk:"without"`
}

func assertionsAttribute() schema.Attribute {
	key := []validator.String{stringvalidator.LengthAtLeast(1)}
	aims := namesOf(rules.AssertedAims())
	list := func(description string, names []string) schema.SetAttribute {
		return schema.SetAttribute{
			Optional: true, ElementType: types.StringType, MarkdownDescription: description,
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(names...))},
		}
	}
	return schema.ListNestedAttribute{
		Optional: true, Validators: []validator.List{listvalidator.SizeAtLeast(1)},
		MarkdownDescription: "What users of one tenant can do in another, and cannot. A violated assertion is an error; one that cannot be decided is a warning.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"who":    schema.StringAttribute{Required: true, Validators: key, MarkdownDescription: "Key of the home tenant of the users in the provider's `tenants`."},
			"into":   schema.StringAttribute{Required: true, Validators: key, MarkdownDescription: "Key of the resource tenant."},
			"can":    list("What users can do, guests as well as members: `sign_in` to Office 365, `share_channel` or `show_free_busy`. Settings that admit some users only are enough.", aims),
			"cannot": list("What no user can do, of the same.", aims),
			"without": list("What is excluded. Of `can`: `consent`, so that users are not asked for it, and `registration` of a second factor in the resource"+
				" tenant. Of `cannot`: `mfa` and `compliant_device`, so that each sign-in requires it.",
				append(namesOf(rules.Conditions(true)), namesOf(rules.Conditions(false))...)),
		}},
	}
}

func namesOf[T ~string](values []T) []string {
	names := make([]string, 0, len(values))
	for _, v := range values {
		names = append(names, string(v))
	}
	return names
}

// judge evaluates the assertions.
func (d *topologyCheck) judge(ctx context.Context, m checkModel, diags *diag.Diagnostics) {
	pairs := make([]inspect.Edge, 0, len(m.Assertions))
	unknown := map[string]bool{}
	for i, a := range m.Assertions {
		at := path.Root("assertions").AtListIndex(i)
		source, target := d.find(at.AtName("who"), a.Who, unknown, diags), d.find(at.AtName("into"), a.Into, unknown, diags)
		a.check(at, diags)
		pairs = append(pairs, inspect.Edge{Source: source, Target: target})
	}
	if diags.HasError() || len(pairs) == 0 {
		return
	}
	facts, planned := d.Inspect.Between(ctx, pairs), d.foresee(m.After)
	for i, a := range m.Assertions {
		planned.replace(&facts[i].Home, pairs[i].Source, pairs[i].Target)
		planned.replace(&facts[i].Resource, pairs[i].Target, pairs[i].Source)
		at := path.Root("assertions").AtListIndex(i)
		judged := rules.Assertion{Can: a.Can, Cannot: a.Cannot, Without: a.Without}.Judge(facts[i])
		who := fmt.Sprintf("users of %q in tenant %q", a.Who, a.Into)
		switch {
		case len(judged.Violated) > 0:
			diags.AddAttributeError(at, "Assertion is violated", fmt.Sprintf("About %s:\n\n- %s", who, strings.Join(judged.Violated, "\n- ")))
		case len(judged.Undecided) > 0:
			diags.AddAttributeWarning(at, "Assertion is not decided", fmt.Sprintf("About %s:\n\n- %s", who, strings.Join(judged.Undecided, "\n- ")))
		}
	}
}

// check reports an assertion that says nothing, or too much.
func (a assertionModel) check(at path.Path, diags *diag.Diagnostics) {
	if a.Who == a.Into {
		diags.AddAttributeError(at, "Conflicting configuration", fmt.Sprintf("who and into are the same tenant %q.", a.Who))
	}
	if (len(a.Can) == 0) == (len(a.Cannot) == 0) {
		diags.AddAttributeError(at, "Incomplete configuration", "An assertion has either can or cannot.")
		return
	}
	allowed := rules.Conditions(len(a.Can) > 0)
	for _, c := range a.Without {
		if !slices.Contains(allowed, c) {
			diags.AddAttributeError(at.AtName("without"), "Conflicting configuration", fmt.Sprintf(
				"%q does not fit here: of can, without is consent or registration; of cannot, it is mfa or compliant_device.", c))
		}
	}
}
