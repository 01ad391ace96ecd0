// Package torture holds the tests that kill applies. An apply of many invitations
// and partner entries is killed at random writes and repeated: the next apply
// continues the work, no user is created or mailed twice, and nothing has to be
// imported by hand.
//
// It is a package of its own because one apply combines several nouns. Tests of
// one interruption at a known place are in the package of their noun.
package torture_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
