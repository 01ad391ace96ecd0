package world

// servicePrincipalProperties are those that telling whether guests can use an
// application needs (graph-identity §12).
var servicePrincipalProperties = []Property[Application]{
	{Name: "id", Get: func(a *Application) any { return a.ServicePrincipalID }},
	{Name: "appId", Get: func(a *Application) any { return a.ClientID }},
	{Name: "displayName", Get: func(a *Application) any { return textOrNull(a.DisplayName) }},
	{Name: "appDisplayName", Get: func(a *Application) any { return textOrNull(a.DisplayName) }},
	{Name: "accountEnabled", Get: func(*Application) any { return true }},
	{Name: "appRoleAssignmentRequired", Get: func(a *Application) any { return a.AssignmentRequired }},
	{Name: "servicePrincipalType", Get: func(*Application) any { return "Application" }},
}

// ServicePrincipalProperties lists the modelled properties of a service principal
// in a fixed order.
func ServicePrincipalProperties() []Property[Application] { return servicePrincipalProperties }

// ServicePrincipals serves one page of the service principals of a tenant, one
// for each application that the seed names.
func (w *World) ServicePrincipals(tenantID string, l Listing[Application]) (Page[Application], error) {
	var page Page[Application]
	err := w.read(tenantID, func(d *directory, _ moment) error {
		var kept []*Application
		for _, a := range d.listApplications() {
			if l.Match != nil {
				ok, err := l.Match(&a)
				if err != nil {
					return err
				}
				if !ok {
					continue
				}
			}
			kept = append(kept, &a)
		}
		page = paged(kept, l)
		return nil
	})
	return page, err
}
