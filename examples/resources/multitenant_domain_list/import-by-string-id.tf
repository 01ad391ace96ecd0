import {
  to = multitenant_domain_list.fabrikam
  id = "fabrikam/domains"
}

resource "multitenant_domain_list" "fabrikam" {
  tenant          = "fabrikam"
  blocked_domains = ["outlook.example"]
}
