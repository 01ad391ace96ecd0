package cmdlet

import (
	"bytes"
	"testing"
)

// FuzzInput: no body makes the reader fail, and one that is accepted names a cmdlet.
func FuzzInput(f *testing.F) {
	for _, text := range []string{
		"", "null", `{"CmdletInput":{"CmdletName":"Get-MailUser","Parameters":{"Identity":"x","ResultSize@odata.type":"#Int32","ResultSize":1e400}}}`,
		`{"CmdletInput":{"CmdletName":"","Parameters":{}}}`, `{"CmdletInput":{"CmdletName":"X","Parameters":[]}}`, `{"CmdletInput":{"CmdletName":"X","Parameters":{"a":1,"a":2}}}`,
		"\xef\xbb\xbf{}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		name, sent, err := readInput(bytes.NewReader(data))
		if err == nil && (name == "" || Name(data) != name) {
			t.Errorf("%q names the cmdlet %q", data, name)
		}
		for _, s := range sent {
			if bytes.Contains([]byte(s.Name), []byte("@")) {
				t.Errorf("%q has the parameter %q", data, s.Name)
			}
		}
	})
}
