# Users of Fabrikam can request access packages of Contoso.
resource "multitenant_connected_organization" "fabrikam" {
  tenant            = "contoso"
  display_name      = "Fabrikam"
  description       = "Joint venture, until the end of 2028"
  identity_sources  = [{ tenant_id = "22222222-2222-4222-8222-222222222222" }]
  internal_sponsors = ["aaaaaaaa-0000-4000-8000-000000000001"]
}

# Users of a partner without Entra ID sign in with a one-time passcode.
resource "multitenant_connected_organization" "partner" {
  tenant           = "contoso"
  display_name     = "Partner"
  identity_sources = [{ domain_name = "partner.example" }]
}
