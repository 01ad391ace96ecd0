package emulator

import (
	"fmt"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// summary is what a person at the terminal needs to know.
func summary(server *Server, files announced, origin string) string {
	var b strings.Builder
	b.WriteString("Entra ID, Microsoft Graph and Exchange Online, emulated.\n\n")
	fmt.Fprintf(&b, "  State from   %s\n", origin)
	fmt.Fprintf(&b, "  CA           %s (set SSL_CERT_FILE to it)\n", files.ca)
	fmt.Fprintf(&b, "  Control      %s\n", server.Control())
	if files.ready != "" {
		fmt.Fprintf(&b, "  Ready file   %s\n", files.ready)
	}
	for _, cloud := range schema.Clouds() {
		fmt.Fprintf(&b, "\n  %s  %s\n", cloud, server.Clouds()[cloud].Graph)
		writeTenants(&b, server.World(), cloud)
	}
	b.WriteString("\nStop with Ctrl-C or SIGTERM.\n")
	return b.String()
}

func writeTenants(b *strings.Builder, w *kernel.World, cloud string) {
	found := false
	for _, t := range w.Tenants() {
		if t.Cloud == cloud {
			found = true
			fmt.Fprintf(b, "    %-12s %s  %s, %d users\n", t.Key, t.ID, t.InitialDomain, directory.UserCount(w, t.ID))
		}
	}
	if !found {
		b.WriteString("    no tenants\n")
	}
}
