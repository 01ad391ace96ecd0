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

// part is the handler of a name or a path of a cloud.
type part int

const (
	partLogin part = iota
	partGraph
	partExchange
	partManager
)

// officialHosts are the host names of each cloud's services besides its login
// service (graph-identity §13, exchange §2; for the resource managers, which list
// the other endpoints, the environments of azuread and the Azure CLI).
var officialHosts = map[string]map[part][]string{
	schema.CloudPublic: {
		partGraph: {"graph.microsoft.com"}, partExchange: {"outlook.office365.com", "outlook.office.com"}, partManager: {"management.azure.com"},
	},
	schema.CloudUSGov: {
		partGraph: {"graph.microsoft.us"}, partExchange: {"outlook.office365.us"}, partManager: {"management.usgovcloudapi.net"},
	},
	schema.CloudDoD: {partGraph: {"dod-graph.microsoft.us"}, partExchange: {"outlook-dod.office365.us"}},
	schema.CloudChina: {
		partGraph: {"microsoftgraph.chinacloudapi.cn"}, partExchange: {"partner.outlook.cn", "outlook.office365.cn"},
		partManager: {"management.chinacloudapi.cn"},
	},
}

// officialName is the cloud and the service of one name.
type officialName struct {
	cloud string
	part  part
}

// officialNames maps the official names. Two clouds share a login service; the
// first one's serves both, because it knows the other's tenants.
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

// namesOf returns the official names of one cloud's services.
func namesOf(cloud string) []string {
	names := slices.Clone(entra.LoginHosts(cloud))
	for _, hosts := range officialHosts[cloud] {
		names = append(names, hosts...)
	}
	return names
}

// siblings returns the clouds whose tenants sign in at the same official address.
func siblings(cloud string) []string {
	var others []string
	for _, other := range schema.Clouds() {
		if other != cloud && slices.Equal(entra.LoginHosts(other), entra.LoginHosts(cloud)) {
			others = append(others, other)
		}
	}
	return others
}

// Hosts is the address of the official names.
type Hosts struct {
	Address string   `json:"address"`
	Names   []string `json:"names"`
}

// Hosts returns the official names and their address; nil unless they are served.
func (s *Server) Hosts() *Hosts { return s.hosts }

// serveHosts serves all clouds on one listener, under their official names.
func (s *Server) serveHosts(l net.Listener, clouds map[string]*cloudParts) error {
	names := officialNames()
	s.hosts = &Hosts{Address: l.Addr().String(), Names: slices.Sorted(maps.Keys(names))}
	certificate, err := s.config.CA.Issue(s.hosts.Names...)
	if err != nil {
		return err
	}
	logins, managers := map[string]http.Handler{}, map[string]http.Handler{}
	for cloud, parts := range clouds {
		logins[cloud], managers[cloud] = parts.login, parts.manager
		if others := siblings(cloud); len(others) > 0 {
			config, services := parts.config, []*entra.Service{parts.service}
			config.Siblings = others
			logins[cloud] = s.pipeline(s.loginSubject(append([]string{cloud}, others...)...), entra.New(config))
			for _, other := range others {
				services = append(services, clouds[other].service)
			}
			managers[cloud] = s.resourceManager(cloud, services...)
		}
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := names[strings.ToLower(hostname(r.Host))]
		if !ok {
			misdirected(w, r, "only the official names of Microsoft's services are served here; the control API has another address")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		switch parts := clouds[name.cloud]; name.part {
		case partGraph:
			parts.graph.ServeHTTP(w, r)
		case partExchange:
			parts.exchange.ServeHTTP(w, r)
		case partManager:
			managers[name.cloud].ServeHTTP(w, r)
		default:
			logins[name.cloud].ServeHTTP(w, r)
		}
	})
	s.start(l, s.dated(handler), certificate)
	return nil
}
