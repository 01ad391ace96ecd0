package acctest

import (
	"fmt"
	"os"
	"strings"
)

// livePrefix begins the variables that name a real tenant. They make "live" its key,
// so that the provider itself finds the credential in them.
const livePrefix = "MULTITENANT_LIVE_"

// The variables of a real tenant, without their beginning. CONTRIBUTING.md says what
// each is.
var (
	liveRequired = []string{"TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "DOMAIN", "PARTNER_TENANT_ID"}
	liveOptional = []string{"CLOUD", "AUTHORITY", "GRAPH"}
)

// variables are those of one tenant, by their name without the beginning.
type variables map[string]string

// ofTheLiveTenant are the variables that the process was started with, and
// certificates is its SSL_CERT_FILE.
var (
	ofTheLiveTenant variables
	certificates    string
)

// readLive keeps what leads to the live tenant, before the environment is cleaned.
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

// skip says why nothing runs on a real tenant, and refuses to guess where some of the
// variables are set and others are not. Both are empty when all are there.
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

// provider is the block for the tenant. The credential stays in the environment.
func (v variables) provider() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nprovider \"multitenant\" {\n  tenants = {\n    live = {\n      tenant_id = %q\n", v["TENANT_ID"])
	if v["CLOUD"] != "" {
		fmt.Fprintf(&b, "      cloud = %q\n", v["CLOUD"])
	}
	if v["GRAPH"] != "" {
		fmt.Fprintf(&b, "      endpoints = {\n        authority = %q\n        graph = %q\n      }\n", v["AUTHORITY"], v["GRAPH"])
	}
	// A tenant without Exchange Online mail-enables no guest.
	b.WriteString("    }\n  }\n  plan_checks = { MT030 = \"off\" }\n}\n")
	return b.String()
}

// credential is the environment of the provider.
func (v variables) credential() []string {
	return []string{livePrefix + "CLIENT_ID=" + v["CLIENT_ID"], livePrefix + "CLIENT_SECRET=" + v["CLIENT_SECRET"]}
}
