# Only users of these domains can be invited to Fabrikam.
resource "multitenant_domain_list" "fabrikam" {
  tenant          = "fabrikam"
  allowed_domains = ["contoso.example", "partner.example"]
}

# All users can be invited to Contoso, except those of these domains.
resource "multitenant_domain_list" "contoso" {
  tenant          = "contoso"
  blocked_domains = ["outlook.example", "mail.example"]
}
