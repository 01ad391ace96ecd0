package tfkit

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Report converts findings to diagnostics, each at the attribute that at returns
// for its code. A finding that many resources share is reported once per run.
// Report returns the errors that it did not report as errors: they stop the apply
// of the resource, which plans again.
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
			f.Remedy += "\n\nThis is reported once per run."
			say(f, at(f.Code), diags)
		case f.Severity == rules.Error:
			unsaid = append(unsaid, f)
		}
	}
	return unsaid
}

// ReportUnsaid reports the errors that the plan of a resource left to other
// resources. It is for the apply, which plans unknown values again, and continues
// with every resource without an error of its own.
func (d *Data) ReportUnsaid(resource string, at func(rules.Code) path.Path, diags *diag.Diagnostics) {
	for _, f := range d.Notices.Unsaid(resource) {
		say(f, at(f.Code), diags)
	}
}

// say converts a finding to a diagnostic.
func say(f rules.Finding, at path.Path, diags *diag.Diagnostics) {
	summary, detail := string(f.Code)+": "+f.Summary, f.Detail
	if f.Shared != "" {
		// Terraform shows only the first of several warnings with the same summary.
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
