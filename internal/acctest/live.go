package acctest

import (
	"fmt"
	"os"
	"strings"
)

// livePrefix is the prefix of the variables of a real tenant. It makes "live" the
// tenant's key, so that the provider itself reads the credential from them.
const livePrefix = "MULTITENANT_LIVE_"

// The variables of a real tenant, without their prefix. CONTRIBUTING.md describes
// them.
var (
	liveRequired = []string{"TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "DOMAIN", "PARTNER_TENANT_ID"}
	liveOptional = []string{"CLOUD", "AUTHORITY", "GRAPH"}
)

// variables are the variables of one tenant, by name without the prefix.
type variables map[string]string

// ofTheLiveTenant are the variables of the process at its start, and certificates
// is its SSL_CERT_FILE.
var (
	ofTheLiveTenant variables
	certificates    string
)

// readLive stores the variables of the live tenant before the environment is
// cleaned.
func readLive() {
	ofTheLiveTenant, certificates = variables{}, os.Getenv("SSL_CERT_FILE")
	for _, list := range [][]string{liveRequired, liveOptional} {
		for _, name := range list {
			if value := os.Getenv(livePrefix + name); value != "" {
				ofTheLiveTenant[name] = value
			}
		}
	}
}

// skip returns the reason to skip a real tenant, and an error when only some of
// the variables are set. Both are empty when all are set.
func (v variables) skip() (reason string, err error) {
	var missing []string
	for _, name := range liveRequired {
		if v[name] == "" {
			missing = append(missing, livePrefix+name)
		}
	}
	switch {
	case len(v) == 0:
		return "no real tenant: " + strings.Join(missing, ", ") + " are not set (CONTRIBUTING.md)", nil
	case len(missing) > 0:
		return "", fmt.Errorf("%s is not set, and others of %s* are: set all or none", strings.Join(missing, ", "), livePrefix)
	case (v["AUTHORITY"] == "") != (v["GRAPH"] == ""):
		return "", fmt.Errorf("set both %[1]sAUTHORITY and %[1]sGRAPH or neither: a token of one service is no good at another", livePrefix)
	}
	return "", nil
}

// provider returns the provider block for the tenant. The credential stays in the
// environment.
func (v variables) provider() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nprovider \"multitenant\" {\n  tenants = {\n    live = {\n      tenant_id = %q\n", v["TENANT_ID"])
	if v["CLOUD"] != "" {
		fmt.Fprintf(&b, "      cloud = %q\n", v["CLOUD"])
	}
	if v["GRAPH"] != "" {
		fmt.Fprintf(&b, "      endpoints = {\n        authority = %q\n        graph = %q\n      }\n", v["AUTHORITY"], v["GRAPH"])
	}
	// In a tenant without Exchange Online, guests are not mail-enabled.
	b.WriteString("    }\n  }\n  plan_checks = { MT030 = \"off\" }\n}\n")
	return b.String()
}

// credential returns the environment of the provider.
func (v variables) credential() []string {
	return []string{livePrefix + "CLIENT_ID=" + v["CLIENT_ID"], livePrefix + "CLIENT_SECRET=" + v["CLIENT_SECRET"]}
}
