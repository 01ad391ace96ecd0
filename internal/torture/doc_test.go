// Package torture has no code, only the tests that kill applies. An apply of many
// invitations and partner entries is killed at random writes, and applied again:
// everything that was begun is continued, no user comes into being twice or is
// mailed twice, and nothing has to be imported by hand.
//
// It stands beside the packages of nouns, because one apply combines them. Tests of
// one interruption at a known place are with their noun.
package torture_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
