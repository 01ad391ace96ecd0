package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func refusalOf(t *testing.T, v validator.String, value types.String) string {
	t.Helper()
	var resp validator.StringResponse
	v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("subject"), ConfigValue: value}, &resp)
	if !resp.Diagnostics.HasError() {
		return ""
	}
	return resp.Diagnostics[0].Detail()
}

func TestValidators(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		validator validator.String
		value     string
		want      string // part of the refusal; empty when the value is fine
	}{
		{"address", tfkit.Email(), "ana.ruiz@contoso.example", ""},
		{"address with plus", tfkit.Email(), "ana+fabrikam@contoso.example", ""},
		{"address in another script", tfkit.Email(), "ana@contoso.中国", ""},
		{"nothing", tfkit.Email(), "", "no @"},
		{"no domain", tfkit.Email(), "ana@", "no dot"},
		{"no name", tfkit.Email(), "@contoso.example", "before the @"},
		{"two at", tfkit.Email(), "a@b@contoso.example", "more than one @"},
		{"empty label", tfkit.Email(), "ana@contoso..example", "empty part"},
		{"hyphen", tfkit.Email(), "ana@-contoso.example", "hyphen"},
		{"line break", tfkit.Email(), "ana@contoso.example\n", "control character"},
		{"GUID", tfkit.GUID(), "11111111-1111-4111-8111-111111111111", ""},
		{"GUID in capitals", tfkit.GUID(), "AAAAAAAA-1111-4111-8111-111111111111", ""},
		{"GUID in braces", tfkit.GUID(), "{11111111-1111-4111-8111-111111111111}", "38 characters"},
		{"GUID without hyphens", tfkit.GUID(), strings.Repeat("1", 32), "32 characters"},
		{"GUID of other letters", tfkit.GUID(), "g1111111-1111-4111-8111-111111111111", "not a GUID"},
		{"URL", tfkit.URL(), "http://portal.example/x?y=z", ""},
		{"relative URL", tfkit.URL(), "/portal", "no host"},
		{"other scheme", tfkit.URL(), "ftp://portal.example", "http:// or https://"},
		{"no URL", tfkit.URL(), "http://[", "cannot be parsed"},
		{"secure URL", tfkit.SecureURL(), "https://portal.example", ""},
		{"insecure URL", tfkit.SecureURL(), "http://portal.example", "start with https://"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := refusalOf(t, test.validator, types.StringValue(test.value))
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("the refusal is %q, want %q", got, test.want)
			}
			if got != "" && !strings.HasPrefix(got, "Attribute subject is ") {
				t.Errorf("the refusal does not name the attribute: %q", got)
			}
		})
	}
	for _, v := range []validator.String{tfkit.Email(), tfkit.GUID(), tfkit.URL()} {
		if refusalOf(t, v, types.StringUnknown()) != "" || refusalOf(t, v, types.StringNull()) != "" {
			t.Error("what is not known or not there cannot be wrong")
		}
	}
}

func FuzzSplitImportID(f *testing.F) {
	for _, id := range []string{"fabrikam/ana@contoso.example", "/x", "x/", "", "a/b/c", " a/b "} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		tenant, object, err := tfkit.SplitImportID(id)
		if err != nil {
			return
		}
		if tenant == "" || object == "" || strings.Contains(tenant, "/") {
			t.Errorf("%q is split into %q and %q", id, tenant, object)
		}
		if tfkit.ID(tenant, object) != strings.TrimSpace(id) {
			t.Errorf("%q does not come back", id)
		}
	})
}

func FuzzEmail(f *testing.F) {
	for _, a := range []string{"ana@contoso.example", "a@b", "@", "a@b.c\x00", "ana@@contoso.example"} {
		f.Add(a)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if refusalOf(t, tfkit.Email(), types.StringValue(address)) != "" {
			return
		}
		local, domain, _ := strings.Cut(address, "@")
		if local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(address, " \t\r\n\x00") {
			t.Errorf("%q was accepted", address)
		}
	})
}
