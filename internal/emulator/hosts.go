package emulator

import (
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// part is what a name or a path of a cloud leads to.
type part int

const (
	partLogin part = iota
	partGraph
	partExchange
	partMetadata
)

// officialHosts are the names of each cloud's services beside those of its login
// service (graph-identity §13, exchange §2, and the environments of azuread and the
// Azure CLI for the resource managers, which tell where the others are).
var officialHosts = map[string]map[part][]string{
	schema.CloudPublic: {
		partGraph: {"graph.microsoft.com"}, partExchange: {"outlook.office365.com", "outlook.office.com"}, partMetadata: {"management.azure.com"},
	},
	schema.CloudUSGov: {
		partGraph: {"graph.microsoft.us"}, partExchange: {"outlook.office365.us"}, partMetadata: {"management.usgovcloudapi.net"},
	},
	schema.CloudDoD: {partGraph: {"dod-graph.microsoft.us"}, partExchange: {"outlook-dod.office365.us"}},
	schema.CloudChina: {
		partGraph: {"microsoftgraph.chinacloudapi.cn"}, partExchange: {"partner.outlook.cn", "outlook.office365.cn"},
		partMetadata: {"management.chinacloudapi.cn"},
	},
}

// officialName is what one name stands for.
type officialName struct {
	cloud string
	part  part
}

// officialNames gives what each official name stands for. Two clouds share a login
// service; it is the first one's, which knows the tenants of the other.
func officialNames() map[string]officialName {
	names := map[string]officialName{}
	for _, cloud := range schema.Clouds() {
		for _, name := range entra.LoginHosts(cloud) {
			if _, taken := names[name]; !taken {
				names[name] = officialName{cloud, partLogin}
			}
		}
		for part, hosts := range officialHosts[cloud] {
			for _, name := range hosts {
				names[name] = officialName{cloud, part}
			}
		}
	}
	return names
}

// namesOf are the official names of one cloud's services.
func namesOf(cloud string) []string {
	names := slices.Clone(entra.LoginHosts(cloud))
	for _, hosts := range officialHosts[cloud] {
		names = append(names, hosts...)
	}
	return names
}

// siblings are the clouds whose tenants sign in at the same official address.
func siblings(cloud string) []string {
	var others []string
	for _, other := range schema.Clouds() {
		if other != cloud && slices.Equal(entra.LoginHosts(other), entra.LoginHosts(cloud)) {
			others = append(others, other)
		}
	}
	return others
}

// Hosts tells where the official names are served, if they are.
type Hosts struct {
	Address string   `json:"address"`
	Names   []string `json:"names"`
}

// Hosts gives the official names and their address; nil unless they are served.
func (s *Server) Hosts() *Hosts { return s.hosts }

// serveHosts puts all clouds behind one listener, under their official names.
func (s *Server) serveHosts(l net.Listener, clouds map[string]*cloudParts) error {
	names := officialNames()
	s.hosts = &Hosts{Address: l.Addr().String(), Names: slices.Sorted(maps.Keys(names))}
	certificate, err := s.config.CA.Issue(s.hosts.Names...)
	if err != nil {
		return err
	}
	logins := map[string]http.Handler{}
	for cloud, parts := range clouds {
		logins[cloud] = parts.login
		if others := siblings(cloud); len(others) > 0 {
			config := parts.config
			config.Siblings = others
			logins[cloud] = s.pipeline(s.loginSubject(append([]string{cloud}, others...)...), entra.New(config))
		}
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := names[strings.ToLower(hostname(r.Host))]
		if !ok {
			misdirected(w, r, "the official names of Microsoft's services answer here; the control API has an address of its own")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		switch parts := clouds[name.cloud]; name.part {
		case partGraph:
			parts.graph.ServeHTTP(w, r)
		case partExchange:
			parts.exchange.ServeHTTP(w, r)
		case partMetadata:
			parts.metadata.ServeHTTP(w, r)
		default:
			logins[name.cloud].ServeHTTP(w, r)
		}
	})
	s.start(l, s.dated(handler), certificate)
	return nil
}
