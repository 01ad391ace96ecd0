package cmdlet

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
)

// badRequest is the error for a body that is not one of InvokeCommand. The text is
// assumed (exchange §16).
func badRequest(reason string) *command.Fault {
	return command.Invalid("Microsoft.Exchange.Admin.OData.Core.ODataServiceException", "The request body is not valid: %s", reason)
}

// readInput reads the name and the parameters of a cmdlet (exchange §4).
func readInput(body io.Reader) (name string, sent []command.Sent, err error) {
	data, err := io.ReadAll(body)
	if err != nil {
		return "", nil, badRequest("it cannot be read.")
	}
	var input struct {
		CmdletInput struct {
			CmdletName string
			Parameters json.RawMessage
		}
	}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &input); err != nil {
		return "", nil, badRequest(err.Error())
	}
	if input.CmdletInput.CmdletName == "" {
		return "", nil, badRequest("CmdletInput has no CmdletName.")
	}
	sent, err = readParameters(input.CmdletInput.Parameters)
	return input.CmdletInput.CmdletName, sent, err
}

// readParameters keeps the order of the parameters and those that are sent twice.
func readParameters(raw json.RawMessage) ([]command.Sent, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, badRequest("Parameters must be an object.")
	}
	var sent []command.Sent
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, badRequest(err.Error())
		}
		s := command.Sent{}
		s.Name, _ = name.(string) // the names of members are strings
		if err := decoder.Decode(&s.Value); err != nil {
			return nil, badRequest(err.Error())
		}
		if !strings.Contains(s.Name, "@") {
			sent = append(sent, s)
		}
	}
	return sent, nil
}

// Name returns the name of the cmdlet in a body, empty if it has none, for the
// journal and for fault rules.
func Name(body []byte) string {
	name, _, err := readInput(bytes.NewReader(body))
	if err != nil && name == "" {
		return ""
	}
	return name
}
