package synchronization_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// TestOtherMappingsKeepTheirBytes: a schema as real tenants have it survives updates of
// one row, and its removal from the configuration.
func TestOtherMappingsKeepTheirBytes(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../syncschema/testdata/azure2azure.json")
	if err != nil {
		t.Fatal(err)
	}
	w := acctest.Start(t, withSync(1, nil, nil))
	err = func() error {
		return provisioning.SaveSchema(w.World, acctest.ContosoID, principalID, theJob(t, w).ID, string(text))
	}()
	if err != nil {
		t.Fatal(err)
	}
	config := func(mapping string) string { return w.Config(synced(`on_existing = "adopt"`, mapping)) }
	s := acctest.NewWorkspace(t, config(""))
	s.MustRun("apply", "-auto-approve")
	if theJob(t, w).Schema != string(text) {
		t.Error("a schema was written although nothing is configured")
	}
	const before = `"targetAttributeName":"userType","source":{"expression":"[userType]","name":"userType","parameters":[],"type":"Attribute"}`
	after := `"targetAttributeName":"userType","source":{"expression":"\"Member\"","name":"Member","parameters":[],"type":"Constant"}`
	for _, step := range []struct{ mapping, row string }{
		{`user_mapping = { user_type = { value = "Member" } }`, after},
		{`user_mapping = { user_type = { value = "Guest" } }`, strings.ReplaceAll(after, "Member", "Guest")},
		{``, before},
	} {
		s.Write(config(step.mapping))
		s.MustRun("apply", "-auto-approve")
		want, got := parts(t, bytes.Replace(text, []byte(before), []byte(step.row), 1)), parts(t, []byte(theJob(t, w).Schema))
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s: %s is\n%s\nwant\n%s", step.mapping, name, got[name], want[name])
			}
		}
		s.Unchanged()
	}
	// An edit of another row is none of the resource's.
	edited := strings.Replace(theJob(t, w).Schema, `"name":"department"`, `"name":"division"`, 1)
	outside(t, w, func(w *kernel.World, tenantID, principalID, jobID string) error {
		return provisioning.SaveSchema(w, tenantID, principalID, jobID, edited)
	})()
	s.Unchanged()
}

// parts are the members of a schema as they were sent, without white space between
// tokens, which the emulator's answers do not keep, and without the annotations.
func parts(t *testing.T, schema []byte) map[string]string {
	t.Helper()
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(schema, &raw); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for name, value := range raw {
		var compact bytes.Buffer
		if err := json.Compact(&compact, value); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(name, "@") && name != "id" {
			all[name] = compact.String()
		}
	}
	return all
}
