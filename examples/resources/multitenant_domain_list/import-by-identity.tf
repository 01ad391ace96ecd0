import {
  to = multitenant_domain_list.fabrikam
  identity = {
    tenant_id = "22222222-2222-4222-8222-222222222222"
    object_id = "domains"
  }
}

resource "multitenant_domain_list" "fabrikam" {
  tenant          = "fabrikam"
  blocked_domains = ["outlook.example"]
}
