package guestsync

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/evidence"
)

// The values of evidence.values.
const (
	valuesHashed = "hashes"
	valuesPlain  = "plain"
	valuesNone   = "none"
)

type evidenceModel struct {
	Path   types.String `tfsdk:"path"`
	Values types.String `tfsdk:"values"`
}

// place is the file for the evidence of a sync.
type place struct {
	path, values string
	anchor       evidence.Anchor
}

// place returns the file, or nil without evidence. The head in the state is the anchor:
// a file of another name may also continue it.
func (m *model) place(ctx context.Context, state *model, diags *diag.Diagnostics) *place {
	if m.Evidence.IsNull() || m.Evidence.IsUnknown() {
		return nil
	}
	var now, before evidenceModel
	options := basetypes.ObjectAsOptions{}
	diags.Append(m.Evidence.As(ctx, &now, options)...)
	if !state.Evidence.IsNull() {
		diags.Append(state.Evidence.As(ctx, &before, options)...)
	}
	head, err := evidence.ParseHead(state.EvidenceHead.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("evidence_head"), "Invalid head of the evidence", err.Error()+".")
	}
	if now.Path.IsUnknown() {
		return nil
	}
	moved := !now.Path.Equal(before.Path)
	return &place{now.Path.ValueString(), now.Values.ValueString(), evidence.Anchor{Head: head, Continued: moved}}
}

// evidenceError means that the file cannot be written or continued.
type evidenceError struct {
	path string
	err  error
}

func (e *evidenceError) Error() string { return fmt.Sprintf("Evidence in %s: %v.", e.path, e.err) }

func (e *evidenceError) Unwrap() error { return e.err }

// remedy is what can be done about an error.
func (e *evidenceError) remedy() string {
	var broken *evidence.BrokenError
	if !errors.As(e.err, &broken) && !errors.Is(e.err, fs.ErrNotExist) {
		return "Nothing is written to a tenant without evidence of it."
	}
	return "Nothing was written to a tenant. Restore the file, or keep it for an investigation and set another path: a new file" +
		" begins there, which names the last record that is known."
}

// fail reports that there is no evidence, so that nothing may be written.
func (e *evidenceError) fail(diags *diag.Diagnostics) {
	title := "Evidence cannot be written"
	var broken *evidence.BrokenError
	switch {
	case errors.As(e.err, &broken):
		title = "Evidence is altered"
	case errors.Is(e.err, fs.ErrNotExist):
		title = "Evidence is missing"
	}
	diags.AddAttributeError(path.Root("evidence"), title, e.Error()+"\n\n"+e.remedy())
}

// check verifies the file if this machine has it: a plan may be made elsewhere.
func (p *place) check(e *edge, diags *diag.Diagnostics) {
	if p == nil {
		return
	}
	file, err := os.Open(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err == nil {
		_, err = p.read(e, file)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		(&evidenceError{p.path, err}).fail(diags)
	}
}

// read verifies an open file.
func (p *place) read(e *edge, file *os.File) (evidence.Summary, error) {
	s, err := evidence.Read(file, p.anchor)
	if err == nil && s.Runs > 0 && (s.SourceTenant != e.source.ID || s.TargetTenant != e.target.ID) {
		err = fmt.Errorf("it is the evidence of the sync of tenant %s to tenant %s", s.SourceTenant, s.TargetTenant)
	}
	return s, err
}
