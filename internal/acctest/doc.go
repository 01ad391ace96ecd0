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
// Shared parts: the cast and its estate (Standard, Tenant.Hire, Everything),
// steps and checks (Unchanged, Planned, Value, Then, Checking), sent and unsent
// requests (World.Made, Wrote, NotSent, Requests, Questions), comparisons that
// name the differing field (Same, Members, Differences), the actual content of a
// tenant (World.User, Guests, Mails), the CLI with its processes (Workspace,
// World.Kill), and the provider without a CLI (World.Protocol).
//
// Only tests import it.
package acctest
