package report

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// document is the output of terraform show -json. Members that a report does not
// need are absent, among them the values of variables and outputs.
type document struct {
	FormatVersion    *string          `json:"format_version"`
	TerraformVersion string           `json:"terraform_version"`
	Timestamp        string           `json:"timestamp"`
	Values           *stateValues     `json:"values"`
	PlannedValues    *stateValues     `json:"planned_values"`
	PriorState       *document        `json:"prior_state"`
	ResourceChanges  []resourceChange `json:"resource_changes"`
	Configuration    *configuration   `json:"configuration"`
	Errored          bool             `json:"errored"`
	Complete         *bool            `json:"complete"`
	// Read has the tenants by the types that were read of them completely, and is nil
	// unless the document is of a [Live].
	Read map[string][]string `json:"read"`
}

type stateValues struct {
	RootModule moduleValues `json:"root_module"`
}

type moduleValues struct {
	Resources    []resourceValues `json:"resources"`
	ChildModules []moduleValues   `json:"child_modules"`
}

type resourceValues struct {
	Address         string `json:"address"`
	Mode            string `json:"mode"`
	Type            string `json:"type"`
	ProviderName    string `json:"provider_name"`
	Values          any    `json:"values"`
	SensitiveValues any    `json:"sensitive_values"`
}

type resourceChange struct {
	Address      string `json:"address"`
	Mode         string `json:"mode"`
	Type         string `json:"type"`
	ProviderName string `json:"provider_name"`
	Deposed      string `json:"deposed"`
	Change       struct {
		Actions         []string        `json:"actions"`
		Before          any             `json:"before"`
		After           any             `json:"after"`
		AfterUnknown    any             `json:"after_unknown"`
		BeforeSensitive any             `json:"before_sensitive"`
		AfterSensitive  any             `json:"after_sensitive"`
		Importing       json.RawMessage `json:"importing"`
	} `json:"change"`
}

// configuration has the provider blocks. Only literal values are in it.
type configuration struct {
	ProviderConfig map[string]struct {
		Name        string                     `json:"name"`
		FullName    string                     `json:"full_name"`
		Expressions map[string]json.RawMessage `json:"expressions"`
	} `json:"provider_config"`
}

const howTo = "pass the output of terraform show -json PLANFILE, or of terraform show -json for the state"

// readDocument decodes the file. Its errors name what the file is instead, if that
// can be recognized.
func readDocument(r io.Reader) (*document, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the input: %w", err)
	}
	data = bytes.TrimSpace(plainText(data))
	if len(data) == 0 {
		return nil, errors.New("the input is empty: " + howTo)
	}
	var d document
	decoder := json.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&d); err != nil {
		return nil, unreadable(data, err)
	}
	if decoder.More() {
		return nil, errors.New("the input has more than one JSON value, like the log of terraform plan -json: " + howTo)
	}
	if d.FormatVersion == nil {
		return nil, notShown(data)
	}
	if major, _, _ := strings.Cut(*d.FormatVersion, "."); major != "0" && major != "1" {
		return nil, fmt.Errorf("format version %q of the input is not supported, only versions 0 and 1: use a newer version of this provider", *d.FormatVersion)
	}
	return &d, nil
}

// isPlan reports whether the document is a plan. The plan of an empty configuration
// has planned values, too.
func (d *document) isPlan() bool { return d.PlannedValues != nil || d.ResourceChanges != nil }

// unreadable explains an error of the JSON decoder.
func unreadable(data []byte, err error) error {
	switch {
	case data[0] == 'P' && bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return errors.New("the input is a plan file: " + howTo)
	case data[0] != '{':
		return fmt.Errorf("the input does not begin with a JSON object but with %q; wrappers of the CLI may print lines of their own: %s", beginning(data), howTo)
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("the input is not valid JSON at byte %d: %w", syntax.Offset, err)
	case errors.As(err, &kind):
		return fmt.Errorf("the input is no output of terraform show -json: %s is a JSON %s", kind.Field, kind.Value)
	}
	return fmt.Errorf("the input is not complete: %w", err)
}

// notShown explains a JSON object of another kind.
func notShown(data []byte) error {
	var other map[string]json.RawMessage
	if err := json.Unmarshal(data, &other); err != nil {
		return fmt.Errorf("decode the input: %w", err)
	}
	switch {
	case other["serial"] != nil && other["lineage"] != nil:
		return errors.New("the input is a state file: " + howTo)
	case other["@level"] != nil:
		return errors.New("the input is a log of terraform plan -json: " + howTo)
	}
	return errors.New("the input has no format_version: " + howTo)
}

func beginning(data []byte) string {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return string(line[:min(len(line), 40)])
}

// plainText converts UTF-16, in which PowerShell redirects output, and removes a
// byte order mark.
func plainText(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return bytes.TrimPrefix(data, []byte("\uFEFF"))
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}
