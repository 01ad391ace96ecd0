package emulator

import (
	"fmt"
	"net"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// guide is the page that tells the rest.
const guide = "docs/guides/emulator.md"

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
	for _, cloud := range schema.Clouds() {
		fmt.Fprintf(&b, "\n  %s  %s\n", cloud, server.Clouds()[cloud].Graph)
		writeTenants(&b, server.World(), cloud)
	}
	writeHosts(&b, server.Hosts())
	writeNext(&b, server, files)
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

// writeHosts gives the line that a hosts file needs.
func writeHosts(b *strings.Builder, hosts *Hosts) {
	if hosts == nil {
		return
	}
	// The address is that of a listener.
	ip, _, _ := net.SplitHostPort(hosts.Address)
	fmt.Fprintf(b, "\n  official names  %s\n    %s %s\n", hosts.Address, reachable(ip), strings.Join(hosts.Names, " "))
}

// writeNext says what to do now.
func writeNext(b *strings.Builder, server *Server, files announced) {
	curl := "curl --cacert " + files.ca + " "
	b.WriteString("\nNext:\n")
	if len(server.World().Tenants()) == 0 {
		fmt.Fprintf(b, "  There are no tenants, so nothing can sign in. Load a seed, or start with -seed FILE:\n    %s-T seed.json %s/seed\n", curl, server.Control())
	}
	b.WriteString("  Point a tenant of the provider here: its endpoints are the address of its cloud above.\n")
	fmt.Fprintf(b, "  See what the tenants hold, and what was asked of them:\n    %s%s/state\n    %s%s/requests/summary\n", curl, server.Control(), curl, server.Control())
	fmt.Fprintf(b, "  Everything else is in the guide \"Emulator\" of the provider, %s.\n", guide)
}
