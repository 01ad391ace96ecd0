package tfkit

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Report turns findings into diagnostics, each at the attribute that at names
// for its code. What many resources share is said once per run. Report returns
// the errors that it did not say, or not as errors: they stop what an apply does
// with the resource, which is planned once more then.
func (d *Data) Report(findings []rules.Finding, at func(rules.Code) path.Path, diags *diag.Diagnostics) []rules.Finding {
	var unsaid []rules.Finding
	for _, f := range d.Checks.Judge(findings) {
		if f.Undecided && f.Severity == rules.Warn && d.Checks.Of(f.Code) == rules.Error {
			later := f
			later.Severity = rules.Error
			unsaid = append(unsaid, later)
		}
		switch {
		case f.Shared == "":
			say(f, at(f.Code), diags)
		case d.Notices.First(string(f.Code) + " " + f.Shared):
			f.Remedy += "\n\nThis is said once per run."
			say(f, at(f.Code), diags)
		case f.Severity == rules.Error:
			unsaid = append(unsaid, f)
		}
	}
	return unsaid
}

// ReportUnsaid says what the plan of a resource left to others. It is for the
// apply, which plans once more what was unknown, and goes on with every resource
// that has no error of its own.
func (d *Data) ReportUnsaid(resource string, at func(rules.Code) path.Path, diags *diag.Diagnostics) {
	for _, f := range d.Notices.Unsaid(resource) {
		say(f, at(f.Code), diags)
	}
}

// say turns a finding into a diagnostic.
func say(f rules.Finding, at path.Path, diags *diag.Diagnostics) {
	summary, detail := string(f.Code)+": "+f.Summary, f.Detail
	if f.Shared != "" {
		// Terraform shows only the first of several warnings with one summary.
		summary += " (" + f.Shared + ")"
	}
	if f.Remedy != "" {
		detail += "\n\n" + f.Remedy
	}
	if f.Severity == rules.Error {
		diags.AddAttributeError(at, summary, detail)
		return
	}
	diags.AddAttributeWarning(at, summary, detail)
}
