package tfkit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Record is data of a resource under one key of Terraform's private state. T is a
// separate struct with JSON tags, so that no rename elsewhere changes the state.
// The format is {"version": n, "value": {…}}.
type Record[T any] struct {
	// Key names the record in private state.
	Key string
	// Version is the version that this provider writes, 1 or more. Any change of T,
	// including a new field, is a new version: a provider without the field must
	// not read the record as if the field were empty.
	Version int
	// Older reads the records of older versions, 0 for those from before records
	// had versions. States keep records for years, so entries stay.
	Older map[int]func(data []byte) (T, error)
}

// PrivateReader is Terraform's private state, whose type the framework does not
// export.
type PrivateReader interface {
	GetKey(context.Context, string) ([]byte, diag.Diagnostics)
}

// PrivateWriter saves a record.
type PrivateWriter interface {
	SetKey(context.Context, string, []byte) diag.Diagnostics
}

// Load returns the record of a resource: the zero value if there is none, as after
// most imports. An unreadable record, or one of a newer version, is an error.
func (r Record[T]) Load(ctx context.Context, from PrivateReader, diags *diag.Diagnostics) T {
	data, problems := from.GetKey(ctx, r.Key)
	diags.Append(problems...)
	return r.read(data, diags)
}

func (r Record[T]) read(data []byte, diags *diag.Diagnostics) T {
	var none T
	if len(data) == 0 {
		return none
	}
	value, err := r.decode(data)
	if err != nil {
		diags.AddError("Cannot read the private state", fmt.Sprintf(
			"The private state of this resource has a record %q: %v. Nothing was changed.\n\n%s",
			r.Key, err, remedy(err)))
		return none
	}
	return value
}

// Kept reports whether a resource has the record. If the provider is killed while it
// updates a resource, Terraform keeps the former state without its private part.
func (r Record[T]) Kept(ctx context.Context, from PrivateReader) bool {
	data, _ := from.GetKey(ctx, r.Key)
	return len(data) > 0
}

// Save writes the record of a resource.
func (r Record[T]) Save(ctx context.Context, to PrivateWriter, value T) diag.Diagnostics {
	data, diags := r.encode(value)
	if diags.HasError() {
		return diags
	}
	return to.SetKey(ctx, r.Key, data)
}

// Text is a record as the value of an attribute. Terraform keeps the attributes of a
// resource whose provider is killed, and drops its private state.
func (r Record[T]) Text(value T, diags *diag.Diagnostics) types.String {
	data, problems := r.encode(value)
	diags.Append(problems...)
	return types.StringValue(string(data))
}

// Of returns the record in an attribute. A state from before the attribute has it in
// the private state.
func (r Record[T]) Of(ctx context.Context, attribute types.String, private PrivateReader, diags *diag.Diagnostics) T {
	if !Known(attribute) {
		return r.Load(ctx, private, diags)
	}
	return r.read([]byte(attribute.ValueString()), diags)
}

func (r Record[T]) encode(value T) ([]byte, diag.Diagnostics) {
	data, err := json.Marshal(struct {
		Version int `json:"version"`
		Value   T   `json:"value"`
	}{r.Version, value})
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Cannot write the private state", fmt.Sprintf(
			"Record %q cannot be encoded: %v. This is a bug of the provider.", r.Key, err))}
	}
	return data, nil
}

func (r Record[T]) decode(data []byte) (value T, err error) {
	version, body := versioned(data)
	older, isOlder := r.Older[version]
	switch {
	case version > r.Version:
		return value, &newerRecordError{version, r.Version}
	case version == r.Version:
		err = DecodeExactly(body, &value)
	case isOlder:
		value, err = older(body)
	default:
		err = fmt.Errorf("version %d does not exist", version)
	}
	if err != nil {
		return value, fmt.Errorf("it cannot be read: %w", err)
	}
	return value, nil
}

// newerRecordError means that a later provider wrote the state.
type newerRecordError struct{ version, readable int }

func (e *newerRecordError) Error() string {
	return fmt.Sprintf("it has version %d, and this version of the provider reads versions up to %d", e.version, e.readable)
}

// remedy is the fix for an unreadable record.
func remedy(err error) string {
	var newer *newerRecordError
	if errors.As(err, &newer) {
		return "Use the version of the provider that wrote the state, or a newer one."
	}
	return "Restore the state from a backup. Or, without the record, remove the resource from the state and import it."
}

// versioned splits a record; one without a version has version 0 and consists of
// the body.
func versioned(data []byte) (version int, body []byte) {
	var record struct {
		Version *int            `json:"version"`
		Value   json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(data, &record); err != nil || record.Version == nil {
		return 0, data
	}
	return *record.Version, record.Value
}

// DecodeExactly decodes JSON without unknown fields.
func DecodeExactly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
