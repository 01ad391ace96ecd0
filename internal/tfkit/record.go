package tfkit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Record is what a resource keeps under one key of Terraform's private state. T is
// a struct of its own with JSON tags, so that no rename elsewhere changes what is
// in a state. It is written as {"version": n, "value": {…}}.
type Record[T any] struct {
	// Key names the record in private state.
	Key string
	// Version is what this provider writes, 1 or more. A change of T, an added
	// field included, is a new version: a provider that lacks the field must not
	// read the record as if it had nothing there.
	Version int
	// Older reads the records of older versions, 0 for those from before records
	// had versions. Records are in states for years, so an entry stays.
	Older map[int]func(data []byte) (T, error)
}

// PrivateReader and PrivateWriter are Terraform's private state, whose type the
// framework keeps to itself.
type PrivateReader interface {
	GetKey(context.Context, string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is where a record is saved.
type PrivateWriter interface {
	SetKey(context.Context, string, []byte) diag.Diagnostics
}

// Load returns the record of a resource: the zero value where there is none, as
// after most imports. A record that cannot be read, or is of a newer version, is
// an error.
func (r Record[T]) Load(ctx context.Context, from PrivateReader, diags *diag.Diagnostics) T {
	var none T
	data, problems := from.GetKey(ctx, r.Key)
	diags.Append(problems...)
	if len(data) == 0 {
		return none
	}
	value, err := r.decode(data)
	if err != nil {
		diags.AddError("Cannot read the private state", fmt.Sprintf(
			"The state of this resource has a record %q, which the provider keeps for itself: %v. Nothing was changed.\n\n%s",
			r.Key, err, wayOut(err)))
		return none
	}
	return value
}

// Save writes the record of a resource.
func (r Record[T]) Save(ctx context.Context, to PrivateWriter, value T) diag.Diagnostics {
	data, err := json.Marshal(struct {
		Version int `json:"version"`
		Value   T   `json:"value"`
	}{r.Version, value})
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot write the private state", fmt.Sprintf(
			"Record %q cannot be encoded: %v. This is a bug of the provider.", r.Key, err))}
	}
	return to.SetKey(ctx, r.Key, data)
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
		err = fmt.Errorf("no provider has written version %d", version)
	}
	if err != nil {
		return value, fmt.Errorf("it cannot be read: %w", err)
	}
	return value, nil
}

// newerRecordError says that the state is from a later provider.
type newerRecordError struct{ version, readable int }

func (e *newerRecordError) Error() string {
	return fmt.Sprintf("it has version %d, and this version of the provider reads versions up to %d", e.version, e.readable)
}

// wayOut is what to do about a record that cannot be read.
func wayOut(err error) string {
	var newer *newerRecordError
	if errors.As(err, &newer) {
		return "Use the version of the provider that wrote the state, or a newer one."
	}
	return "Restore the state from a backup. To do without the record, remove the resource from the state and import it."
}

// versioned splits a record; one without a version has version 0 and is all body.
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

// DecodeExactly decodes JSON in which every field has to be known.
func DecodeExactly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
