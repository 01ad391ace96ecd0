// Package acctest is the harness of the acceptance tests: it runs the real
// Terraform CLI with this provider against an emulator of its own, one world
// per test, over TLS and with tokens obtained through azidentity.
//
//	func TestMain(m *testing.M) { acctest.Main(m) }
//
//	func TestSomething(t *testing.T) {
//		w := acctest.Start(t, acctest.Standard())
//		w.Test(resource.TestStep{Config: w.Config(`resource …`)})
//	}
//
// Only tests import it.
package acctest
