// Package torture holds the tests that disturb applies. Random resources are
// applied, changed and removed, while the services refuse requests, lose responses
// and lag, and while the provider and the CLI are killed. An undisturbed apply then
// continues: the tenants contain what the configuration says, no user is created,
// deleted or mailed twice, and nothing has to be imported by hand.
//
// A round is random, and repeatable by its seed: see [round]. A resource type is one
// [kind] in a file of its own and in the list of kinds.
//
// It is a package of its own because one apply combines several nouns. Tests of
// one interruption at a known place are in the package of their noun.
package torture_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
