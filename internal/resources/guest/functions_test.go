package guest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guest"
)

// call runs a function like the framework does when all arguments are known.
func call(t *testing.T, name string, arguments ...string) (attr.Value, *function.FuncError) {
	t.Helper()
	for _, factory := range guest.Functions() {
		f := factory()
		var metadata function.MetadataResponse
		f.Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		if metadata.Name != name {
			continue
		}
		var definition function.DefinitionResponse
		f.Definition(t.Context(), function.DefinitionRequest{}, &definition)
		var values []attr.Value
		for _, a := range arguments {
			values = append(values, types.StringValue(a))
		}
		result, err := definition.Definition.Return.NewResultData(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		resp := function.RunResponse{Result: result}
		f.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData(values)}, &resp)
		return resp.Result.Value(), resp.Error
	}
	t.Fatalf("there is no function %s", name)
	return nil, nil
}

func TestFunctionValues(t *testing.T) {
	t.Parallel()
	outcome := func(outcome string, mailEnabled bool, conflict bool) map[string]string {
		values := map[string]string{"outcome": `"` + outcome + `"`, "mail_enabled": "false", "error": "<null>"}
		if mailEnabled {
			values["mail_enabled"] = "true"
		}
		if conflict {
			delete(values, "error")
		}
		return values
	}
	for _, c := range []struct {
		name      string
		arguments []string
		want      map[string]string
	}{
		{"parse_guest_upn", []string{"ana_maria_contoso.example#ext#@fabrikam.onmicrosoft.com"}, map[string]string{
			"email": `"ana_maria@contoso.example"`, "domain": `"fabrikam.onmicrosoft.com"`,
		}},
		{"invitation_outcome", []string{"none", "Member"}, outcome("member", false, false)},
		{"invitation_outcome", []string{"none", "Guest"}, outcome("guest", true, false)},
		{"invitation_outcome", []string{"mail_contact", "Member"}, outcome("conflict", false, true)},
		{"invitation_outcome", []string{"mail_contact", "Guest"}, outcome("guest", false, false)},
		{"invitation_outcome", []string{"mail_enabled_guest", "mail_contact"}, outcome("conflict", false, true)},
		{"invitation_outcome", []string{"mail_enabled_member", "mail_contact"}, outcome("conflict", false, true)},
	} {
		value, problem := call(t, c.name, c.arguments...)
		object, ok := value.(types.Object)
		if problem != nil || !ok {
			t.Errorf("%s(%q): %v, %v", c.name, c.arguments, value, problem)
			continue
		}
		for attribute, want := range c.want {
			if got := object.Attributes()[attribute].String(); got != want {
				t.Errorf("%s(%q).%s = %s, want %s", c.name, c.arguments, attribute, got, want)
			}
		}
		if _, free := c.want["error"]; c.name == "invitation_outcome" && !free && object.Attributes()["error"].IsNull() {
			t.Errorf("%s(%q) does not say why", c.name, c.arguments)
		}
	}
	value, problem := call(t, "guest_upn", "Ana@contoso.example", "fabrikam.onmicrosoft.com")
	if want := types.StringValue("Ana_contoso.example#EXT#@fabrikam.onmicrosoft.com"); problem != nil || !value.Equal(want) {
		t.Errorf("guest_upn: %v, %v", value, problem)
	}
}

// Every error points to the wrong argument.
func TestFunctionErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		arguments []string
		argument  int64
		text      string
	}{
		{"guest_upn", []string{"ana", "fabrikam.onmicrosoft.com"}, 0, `"ana" is not an email address: it has no @`},
		{"guest_upn", []string{"ana@contoso", "x.example"}, 0, `"ana@contoso" is not an email address: its domain "contoso" has no dot`},
		{"guest_upn", []string{"ana@contoso.example", "fabrikam"}, 1, `"fabrikam" is not an initial domain such as contoso.onmicrosoft.com`},
		{
			"parse_guest_upn",
			[]string{"ana@contoso.example"},
			0,
			`"ana@contoso.example" is not the user principal name of an external user: it has no #EXT# before the last @, so it is not the` +
				` name of an external user`,
		},
		{
			"invitation_outcome",
			[]string{"nothing", "Guest"},
			0,
			"\"nothing\" is not one of `none`, `mail_contact`, `mail_enabled_guest`, `mail_enabled_member`",
		},
		{"invitation_outcome", []string{"none", "guest"}, 1, "\"guest\" is not one of `Guest`, `Member`, `mail_contact`"},
	} {
		_, problem := call(t, c.name, c.arguments...)
		if problem == nil || problem.FunctionArgument == nil {
			t.Errorf("%s(%q): no error of an argument: %v", c.name, c.arguments, problem)
			continue
		}
		if *problem.FunctionArgument != c.argument || problem.Text != c.text {
			t.Errorf("%s(%q): argument %d: %s", c.name, c.arguments, *problem.FunctionArgument, problem.Text)
		}
	}
}

// The definitions pass the framework's validation, and everything has a
// description.
func TestFunctionDefinitions(t *testing.T) {
	t.Parallel()
	for _, factory := range guest.Functions() {
		f := factory()
		var metadata function.MetadataResponse
		f.Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		var definition function.DefinitionResponse
		f.Definition(t.Context(), function.DefinitionRequest{}, &definition)
		d := definition.Definition
		var checked function.DefinitionValidateResponse
		d.ValidateImplementation(t.Context(), function.DefinitionValidateRequest{FuncName: metadata.Name}, &checked)
		if checked.Diagnostics.HasError() {
			t.Errorf("%s: %v", metadata.Name, checked.Diagnostics)
		}
		if d.Summary == "" || d.MarkdownDescription == "" {
			t.Errorf("%s has no summary or no description", metadata.Name)
		}
		for _, p := range d.Parameters {
			if p.GetMarkdownDescription() == "" {
				t.Errorf("%s: %s has no description", metadata.Name, p.GetName())
			}
		}
	}
}
