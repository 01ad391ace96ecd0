package tfkit

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// check is a validator of known text.
type check struct {
	what string
	ok   func(string) error
}

var _ validator.String = check{}

func (c check) Description(context.Context) string         { return "value must be " + c.what }
func (c check) MarkdownDescription(context.Context) string { return "value must be " + c.what }

func (c check) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	value := req.ConfigValue.ValueString()
	if err := c.ok(value); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not "+c.what, fmt.Sprintf(
			"Attribute %s is %q, which is not %s: %v.", req.Path, shortened(value), c.what, err))
	}
}

// GUID accepts ids of tenants, applications and directory objects.
func GUID() validator.String { return check{"a GUID", guid} }

// Email accepts text in the format of an email address. Graph has more rules; its
// refusals are reported with its message.
func Email() validator.String { return check{"an email address", email} }

// URL accepts absolute http and https URLs.
func URL() validator.String { return check{"a URL", webURL("http", "https")} }

// SecureURL accepts absolute https URLs.
func SecureURL() validator.String { return check{"an https URL", webURL("https")} }

// Filled accepts non-empty text that passes the checks. For empty text, as in a
// cell of a CSV file, it suggests null once.
func Filled(checks ...validator.String) validator.String { return filled(checks) }

type filled []validator.String

func (filled) Description(context.Context) string { return "value must not be an empty string" }

func (filled) MarkdownDescription(context.Context) string { return "value must not be an empty string" }

func (f filled) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.Equal(types.StringValue("")) {
		resp.Diagnostics.AddAttributeError(req.Path, "Empty string", fmt.Sprintf(
			"Attribute %[1]s is an empty string. For no value, use null: remove the attribute or, for a value from a list or a CSV file,"+
				" write\n\n  %[1]s = each.value.%[1]s != \"\" ? each.value.%[1]s : null", req.Path))
		return
	}
	for _, check := range f {
		check.ValidateString(ctx, req, resp)
	}
}

// IsGUID reports whether text is a GUID in its usual form.
func IsGUID(text string) bool { return guid(text) == nil }

func guid(text string) error {
	// uuid.Validate also accepts braces and the format without hyphens; Graph does
	// not.
	const length = 36
	if len(text) != length {
		return fmt.Errorf("it has %d characters instead of %d", len(text), length)
	}
	return uuid.Validate(text)
}

// shortened is the part of a value in an error.
func shortened(value string) string {
	const most = 120
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}

func email(text string) error {
	local, domain, found := strings.Cut(text, "@")
	switch {
	case !found:
		return fmt.Errorf("it has no @")
	case strings.Contains(domain, "@"):
		return fmt.Errorf("it has more than one @")
	case local == "":
		return fmt.Errorf("there is no user part before the @")
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return fmt.Errorf("it has a space or a control character")
	}
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return fmt.Errorf("the domain has no dot")
	}
	for _, label := range labels {
		if label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return fmt.Errorf("the domain has an empty part or one that starts or ends with a hyphen")
		}
	}
	return nil
}

func webURL(schemes ...string) func(string) error {
	return func(text string) error {
		u, err := url.Parse(text)
		if err != nil {
			return fmt.Errorf("it cannot be parsed")
		}
		if u.Host == "" {
			return fmt.Errorf("it has no host")
		}
		for _, s := range schemes {
			if u.Scheme == s {
				return nil
			}
		}
		return fmt.Errorf("it does not start with %s://", strings.Join(schemes, ":// or "))
	}
}
