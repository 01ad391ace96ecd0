package emulator

import (
	"fmt"
	"net"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// guide is the documentation page of the emulator.
const guide = "docs/guides/emulator.md"

// summary is the startup text for the terminal.
func summary(server *Server, files clientFiles, origin string) string {
	var b strings.Builder
	b.WriteString("Entra ID, Microsoft Graph and Exchange Online, emulated.\n\n")
	fmt.Fprintf(&b, "  State from   %s\n", origin)
	fmt.Fprintf(&b, "  CA           %s (set SSL_CERT_FILE to it)\n", files.ca)
	fmt.Fprintf(&b, "  Control      %s\n", server.Control())
	fmt.Fprintf(&b, "  Page         %s/\n", server.Control())
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

// writeHosts prints the line for a hosts file.
func writeHosts(b *strings.Builder, hosts *Hosts) {
	if hosts == nil {
		return
	}
	// The address is that of a listener, so it has a port.
	ip, _, _ := net.SplitHostPort(hosts.Address)
	fmt.Fprintf(b, "\n  official names  %s\n    %s %s\n", hosts.Address, reachable(ip), strings.Join(hosts.Names, " "))
}

// writeNext prints the next steps.
func writeNext(b *strings.Builder, server *Server, files clientFiles) {
	curl := "curl --cacert " + files.ca + " "
	b.WriteString("\nNext:\n")
	if len(server.World().Tenants()) == 0 {
		fmt.Fprintf(b, "  There are no tenants, so nothing can sign in. Load a seed, or start with -seed FILE:\n    %s-T seed.json %s/seed\n", curl, server.Control())
	}
	b.WriteString("  Point a tenant of the provider here: set its endpoints to the address of its cloud above.\n")
	fmt.Fprintf(b, "  See the state of the tenants, and the requests to them:\n    %s%s/state\n    %s%s/requests/summary\n", curl, server.Control(), curl, server.Control())
	fmt.Fprintf(b, "  For more, see the provider's guide \"Emulator\", %s.\n", guide)
}
