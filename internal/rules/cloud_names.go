package rules

// cloudEndpoints are the names of the clouds in cross-tenant access settings
// (graph-cross-tenant §8). The two government clouds share one.
var cloudEndpoints = map[string]string{
	"public":           "microsoftonline.com",
	"usgovernment":     "microsoftonline.us",
	"usgovernment_dod": "microsoftonline.us",
	"china":            "partner.microsoftonline.cn",
}

// CloudEndpoint is the name of a cloud in allowedCloudEndpoints; it is empty for
// a cloud without a name of its own.
func CloudEndpoint(cloud string) string { return cloudEndpoints[cloud] }

// SameCloud reports whether cross-tenant access settings take two clouds for one:
// the two government clouds are.
func SameCloud(a, b string) bool {
	return a == b || CloudEndpoint(a) != "" && CloudEndpoint(a) == CloudEndpoint(b)
}
