package emulator

import (
	"fmt"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// summary is what a person at the terminal needs to know.
func summary(server *Server, files announced, origin string) string {
	var b strings.Builder
	b.WriteString("Entra ID and Microsoft Graph, emulated.\n\n")
	fmt.Fprintf(&b, "  State from   %s\n", origin)
	fmt.Fprintf(&b, "  CA           %s (set SSL_CERT_FILE to it)\n", files.ca)
	fmt.Fprintf(&b, "  Control      %s\n", server.Control())
	if files.ready != "" {
		fmt.Fprintf(&b, "  Ready file   %s\n", files.ready)
	}
	for _, cloud := range world.Clouds() {
		fmt.Fprintf(&b, "\n  %s  %s\n", cloud, server.Clouds()[cloud].Graph)
		writeTenants(&b, server.World(), cloud)
	}
	b.WriteString("\nStop with Ctrl-C or SIGTERM.\n")
	return b.String()
}

func writeTenants(b *strings.Builder, w *world.World, cloud string) {
	found := false
	for _, t := range w.Tenants() {
		if t.Cloud == cloud {
			found = true
			fmt.Fprintf(b, "    %-12s %s  %s, %d users\n", t.Key, t.ID, t.InitialDomain, w.UserCount(t.ID))
		}
	}
	if !found {
		b.WriteString("    no tenants\n")
	}
}
